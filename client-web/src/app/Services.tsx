import { createContext, type ReactNode, use } from 'react';
import { browserCredentials } from '../features/identity/browserCredentials.ts';
import { friendlyName } from '../features/identity/friendlyName.ts';
import {
  AuthSession,
  ChatRest,
  FollowRest,
  GiftsRest,
  NoticeFeed,
  OperatorRest,
  PushRegistration,
  RestClient,
  RestTransport,
  StatisticsRest,
} from '../sdk/index.ts';
import { StoredSwitch } from './StoredSwitch.ts';

export interface Services {
  /** Who one is: a guest until one signs in. */
  identity: AuthSession;
  /** Speaks as that person; makes a guest on the first call that needs one. */
  rest: RestClient;
  /** The chat further back than the room page begins. */
  chatRest: ChatRest;
  /** Gifts and coins, as that person. */
  gifts: GiftsRest;
  /** Whether the full-screen effects of gifts are shown here. */
  giftEffects: StoredSwitch;
  /** For what everybody may read: no token, so reading the lobby makes no guest. */
  publicRest: RestClient;
  statistics: StatisticsRest;
  operator: OperatorRest;
  /** Followers, announced shows, notices: as the present person. */
  follows: FollowRest;
  /** The same for what everybody may read, where reading shall make no guest. */
  publicFollows: FollowRest;
  notices: NoticeFeed;
  push: PushRegistration;
}

export function createServices(): Services {
  const guestName = () => friendlyName(document.documentElement.lang.startsWith('zh') ? 'zh' : 'en');
  const identity = new AuthSession({ storage: browserCredentials, guestName });
  const own = { token: identity };
  const follows = new FollowRest(own);
  return {
    identity,
    publicRest: new RestClient(),
    rest: new RestClient(own),
    chatRest: new ChatRest(new RestTransport(own)),
    gifts: new GiftsRest(own),
    giftEffects: new StoredSwitch('lianmai.giftEffects'),
    statistics: new StatisticsRest(own),
    operator: new OperatorRest(own),
    follows,
    publicFollows: new FollowRest(),
    notices: new NoticeFeed(follows),
    push: new PushRegistration({ rest: follows, workerUrl: '/sw.js' }),
  };
}

const ServicesContext = createContext<Services | null>(null);

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return <ServicesContext value={services}>{children}</ServicesContext>;
}

export function useServices(): Services {
  const services = use(ServicesContext);
  if (!services) throw new Error('useServices needs a ServicesProvider above it');
  return services;
}
