import { roomLogStoreContract } from '../../../testing/roomLogStoreContract.ts';
import { FakeRoomLogStore } from './FakeRoomLogStore.ts';

roomLogStoreContract('FakeRoomLogStore', () => new FakeRoomLogStore(200));
