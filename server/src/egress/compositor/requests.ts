import { CompositionSettings } from '@lianmai/shared';
import { z } from 'zod';
import type { CompositorRequest } from './protocol.ts';

const id = z.string().min(1).max(256);
const atMs = z.number().min(0).max(Number.MAX_SAFE_INTEGER);
const kind = z.enum(['audio', 'video']);

const scenePerson = z.object({
  personId: id,
  roomId: id,
  seat: z.number().int().min(0).max(64),
  isRival: z.boolean(),
  userId: id,
  name: z.string().max(256),
  hasPicture: z.boolean(),
  isHeard: z.boolean(),
});

const track = z.object({
  producerId: id,
  kind,
  codec: z.enum(['H264', 'VP8', 'opus']),
  ssrc: z.number().int().min(0),
  payloadType: z.number().int().min(0).max(127),
  clockRate: z.number().int().positive(),
  codecParameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

const request = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('setUp'),
    ffmpegPath: z.string().min(1),
    originMs: z.number(),
    frameRate: z.number().min(1).max(60),
  }),
  z.object({
    type: z.literal('setScene'),
    scene: z.object({ settings: CompositionSettings, people: z.array(scenePerson).max(16) }),
  }),
  z.object({ type: z.literal('attachTrack'), personId: id, track }),
  z.object({ type: z.literal('detachTrack'), personId: id, kind }),
  z.object({ type: z.literal('begin'), atMs }),
  z.object({ type: z.literal('finish') }),
]);

/** @throws z.ZodError when it is none that we know */
export function parseRequest(message: unknown): CompositorRequest {
  return request.parse(message);
}
