import { LiveError } from '@lianmai/miniprogram';
import { expect, it } from 'vitest';
import { type RoomFacts, roomScreenOf } from './roomScreen';
import { shutPanelOf } from './shutPanel';

const live: RoomFacts = { phase: { name: 'joined' }, status: 'live', showEndReason: null, loginError: null };
const ended = (reason: 'failed' | 'kicked' | 'room_closed' | 'session_replaced' | 'room_private') => ({
  ...live,
  phase: { name: 'ended', reason, error: null } as const,
});
const failed = (code: LiveError['code']) => ({
  ...live,
  phase: { name: 'ended', reason: 'failed', error: new LiveError(code) } as const,
});

it.each<[string, RoomFacts, object]>([
  ['before anything is known', { ...live, status: null }, { name: 'connecting' }],
  ['live', live, { name: 'live' }],
  ['live, connection lost', { ...live, phase: { name: 'reconnecting' } }, { name: 'live' }],
  ['nothing on yet', { ...live, status: 'idle' }, { name: 'waiting' }],
  [
    'over',
    { ...live, status: 'ended', showEndReason: 'anchor_lost' },
    { name: 'ended', reason: 'anchor_lost' },
  ],
  ['sent out', ended('kicked'), { name: 'shut', why: 'kicked' }],
  ['closed', ended('room_closed'), { name: 'shut', why: 'closed' }],
  ['elsewhere', ended('session_replaced'), { name: 'shut', why: 'replaced' }],
  ['turned private', ended('room_private'), { name: 'shut', why: 'private' }],
  ['unknown', failed('room_not_found'), { name: 'shut', why: 'notFound' }],
  ['private', failed('room_private'), { name: 'shut', why: 'private' }],
  ['banned before', failed('banned'), { name: 'shut', why: 'banned' }],
  ['no guests', failed('guests_disabled'), { name: 'shut', why: 'signIn' }],
  ['something else', failed('internal'), { name: 'shut', why: 'failed' }],
  [
    'nobody knows who we are, where guests are let in',
    { ...live, loginError: new LiveError('internal') },
    { name: 'live' },
  ],
  [
    'nobody knows who we are, and no guests',
    { ...failed('guests_disabled'), status: null, loginError: new LiveError('internal') },
    { name: 'shut', why: 'failed', error: { code: 'internal' } },
  ],
  [
    'nobody knows who we are, and there is no such room',
    { ...failed('room_not_found'), status: null, loginError: new LiveError('internal') },
    { name: 'shut', why: 'notFound' },
  ],
])('%s', (_what, facts, screen) => {
  expect(roomScreenOf(facts)).toMatchObject(screen);
});

const nowMs = new Date(2026, 10, 30, 18, 0).getTime();

it.each([
  [
    { untilMs: nowMs + 600_000, reason: '刷屏' },
    'kicked',
    '你已被踢出直播间',
    '18:10 后可再次进入。原因：刷屏',
  ],
  [{ untilMs: null, reason: null }, 'banned', '你已被该直播间拉黑', '永久封禁'],
  [
    { untilMs: nowMs + 86_400_000, reason: null, scope: 'platform' },
    'banned',
    '你的账号已被封禁',
    '12月1日 18:00 解除',
  ],
] as const)('says until when and why: %o', (details, why, title, text) => {
  const error = LiveError.fromWire({
    code: why,
    message: '',
    retryable: false,
    details: { scope: 'room', endsWithShow: false, ...details },
  });
  expect(shutPanelOf({ name: 'shut', why, error }, 'zh', nowMs)).toMatchObject({ title, text, restart: '' });
});
