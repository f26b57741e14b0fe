import { describe, expect, it } from 'vitest';
import { type PlaylistView, renderPlaylist } from './playlist.ts';
import type { Part, Segment } from './SegmentWindow.ts';

const startMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

function part(durationMs: number, isIndependent = false): Part {
  return { durationMs, isIndependent, bytes: Buffer.alloc(0) };
}

function segment(msn: number, parts: Part[], change: Partial<Segment> = {}): Segment {
  const durationMs = parts.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return {
    msn,
    initVersion: 0,
    isDiscontinuity: false,
    programDateTimeMs: startMs + msn * 1000,
    parts,
    durationMs,
    bytes: Buffer.alloc(0),
    ...change,
  };
}

const whole = (msn: number, change?: Partial<Segment>) =>
  segment(msn, [part(320, true), part(320), part(320), part(40)], change);

function render(change: Partial<PlaylistView>): string[] {
  const view: PlaylistView = {
    epoch: 'e1',
    partTargetMs: 340,
    targetDurationSeconds: 1,
    segments: [],
    layouts: [],
    discontinuitySequence: 0,
    edge: { msn: 7, partIndex: 0 },
    hasEnded: false,
    ...change,
  };
  return renderPlaylist(view).trimEnd().split('\n');
}

describe('renderPlaylist', () => {
  it('is this text', () => {
    const open = segment(6, [part(320, true)], { bytes: null, durationMs: 0 });
    expect(render({ segments: [whole(5), open], edge: { msn: 6, partIndex: 1 } })).toEqual([
      '#EXTM3U',
      '#EXT-X-VERSION:6',
      '#EXT-X-TARGETDURATION:1',
      '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.020,HOLD-BACK=3.0',
      '#EXT-X-PART-INF:PART-TARGET=0.340',
      '#EXT-X-MEDIA-SEQUENCE:5',
      '#EXT-X-DISCONTINUITY-SEQUENCE:0',
      '#EXT-X-MAP:URI="init-e1-0.mp4"',
      '#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:10.678Z',
      '#EXT-X-PART:DURATION=0.320,URI="part-e1-5-0.m4s",INDEPENDENT=YES',
      '#EXT-X-PART:DURATION=0.320,URI="part-e1-5-1.m4s"',
      '#EXT-X-PART:DURATION=0.320,URI="part-e1-5-2.m4s"',
      '#EXT-X-PART:DURATION=0.040,URI="part-e1-5-3.m4s"',
      '#EXTINF:1.000,',
      'seg-e1-5.m4s',
      '#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:11.678Z',
      '#EXT-X-PART:DURATION=0.320,URI="part-e1-6-0.m4s",INDEPENDENT=YES',
      '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="part-e1-6-1.m4s"',
    ]);
  });

  it('lists parts only near the live edge', () => {
    const lines = render({ segments: [1, 2, 3, 4, 5, 6].map((msn) => whole(msn)) });
    const listed = new Set(lines.flatMap((line) => /part-e1-(\d)-\d\.m4s",?/.exec(line)?.[1] ?? []));
    expect([...listed]).toEqual(['4', '5', '6', '7']);
  });

  it('marks a discontinuity and names the new map', () => {
    const lines = render({ segments: [whole(5), whole(6, { isDiscontinuity: true, initVersion: 1 })] });
    const at = lines.indexOf('#EXT-X-DISCONTINUITY');
    expect(lines.slice(at, at + 2)).toEqual(['#EXT-X-DISCONTINUITY', '#EXT-X-MAP:URI="init-e1-1.mp4"']);
    expect(lines.indexOf('seg-e1-5.m4s')).toBeLessThan(at);
  });

  it('does not mention a segment that has no part yet', () => {
    const open = segment(7, [], { bytes: null, isDiscontinuity: true });
    const lines = render({ segments: [whole(6), open], edge: { msn: 7, partIndex: 0 } });
    expect(lines.at(-1)).toBe('#EXT-X-PRELOAD-HINT:TYPE=PART,URI="part-e1-7-0.m4s"');
    expect(lines).not.toContain('#EXT-X-DISCONTINUITY');
  });

  it('says from when on people stand where, before the segments that it is about', () => {
    const layout = { version: 1 as const, isComposed: true, width: 320, height: 240, tiles: [] };
    const lines = render({
      segments: [whole(5), whole(6)],
      layouts: [{ number: 3, startsAtMs: startMs + 5500, layout }],
    });
    const at = lines.findIndex((line) => line.startsWith('#EXT-X-DATERANGE'));
    const text = Buffer.from(JSON.stringify(layout)).toString('base64url');
    expect(lines[at]).toBe(
      '#EXT-X-DATERANGE:ID="layout-e1-3",CLASS="lianmai.layout",START-DATE="2026-01-02T03:04:11.178Z",' +
        `END-ON-NEXT=YES,X-LAYOUT="${text}"`,
    );
    expect(lines.findIndex((line) => line.startsWith('#EXT-X-PROGRAM-DATE-TIME'))).toBeGreaterThan(at);
  });

  it('has no date range without a program date', () => {
    const layout = { version: 1 as const, isComposed: true, width: 320, height: 240, tiles: [] };
    const lines = render({ layouts: [{ number: 0, startsAtMs: startMs, layout }] });
    expect(lines.join()).not.toContain('DATERANGE');
  });

  it('ends with ENDLIST in place of the hint', () => {
    const lines = render({ segments: [whole(6)], hasEnded: true });
    expect(lines.at(-1)).toBe('#EXT-X-ENDLIST');
    expect(lines.join()).not.toContain('PRELOAD-HINT');
  });
});
