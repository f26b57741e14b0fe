import { createLiveClient, wechat } from '@lianmai/miniprogram';
import { baseUrl } from './settings';

App({ client: createLiveClient({ platform: wechat(), baseUrl }) });
