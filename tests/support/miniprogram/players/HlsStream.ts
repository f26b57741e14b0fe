import { setTimeout as wait } from 'node:timers/promises';

interface Segment {
  url: string;
  durationSeconds: number;
}

interface Playlist {
  /** A playlist of playlists names another one. */
  variantUrl: string | null;
  initUrl: string | null;
  firstSequence: number;
  targetSeconds: number;
  segments: Segment[];
  isEnded: boolean;
}

/** A player that knows no low latency begins so many segments before the end. */
const startSegments = 3;

/** Plays a live HLS stream as plain players do: whole segments, the playlist again after every segment's length. */
export class HlsStream {
  readonly #url: string;
  readonly #stopped: AbortSignal;

  constructor(url: string, stopped: AbortSignal) {
    this.#url = url;
    this.#stopped = stopped;
  }

  /** Each segment after it was fetched and looked at. @throws Error for what a phone does not play */
  async *segments(): AsyncGenerator<Segment> {
    let url = this.#url;
    let next: number | null = null;
    for (;;) {
      const playlist = parsePlaylist(await this.#text(url), url);
      if (playlist.variantUrl) {
        url = playlist.variantUrl;
        continue;
      }
      const endSequence: number = playlist.firstSequence + playlist.segments.length;
      if (next === null && playlist.initUrl) assertCodecs(await this.#bytes(playlist.initUrl));
      next ??= Math.max(playlist.firstSequence, endSequence - startSegments);
      for (; next < endSequence; next += 1) {
        const segment: Segment | undefined = playlist.segments[next - playlist.firstSequence];
        if (!segment) continue;
        assertSegment(await this.#bytes(segment.url));
        yield segment;
      }
      if (playlist.isEnded) return;
      await wait(playlist.targetSeconds * 500, undefined, { signal: this.#stopped });
    }
  }

  async #text(url: string): Promise<string> {
    return (await this.#bytes(url)).toString();
  }

  async #bytes(url: string): Promise<Buffer> {
    const response = await fetch(url, { signal: this.#stopped });
    if (response.status !== 200) throw new Error(`MEDIA_ERR_NETWORK HTTP ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }
}

function parsePlaylist(text: string, base: string): Playlist {
  if (!text.startsWith('#EXTM3U')) throw new Error('MEDIA_ERR_DECODE this is no playlist');
  const lines = text.split(/\r?\n/u);
  const urlAfter = (tag: string) =>
    lines
      .slice(lines.findIndex((line) => line.startsWith(tag)) + 1)
      .find((line) => line && !line.startsWith('#'));
  const variant = text.includes('#EXT-X-STREAM-INF') ? urlAfter('#EXT-X-STREAM-INF') : undefined;
  const init = /#EXT-X-MAP:URI="([^"]+)"/u.exec(text)?.[1];
  const segments: Segment[] = [];
  let durationSeconds = 0;
  for (const line of lines) {
    const length = /^#EXTINF:([\d.]+)/u.exec(line);
    if (length) durationSeconds = Number(length[1]);
    else if (line && !line.startsWith('#')) segments.push({ url: absolute(line, base), durationSeconds });
  }
  return {
    variantUrl: variant === undefined ? null : absolute(variant, base),
    initUrl: init === undefined ? null : absolute(init, base),
    firstSequence: Number(/#EXT-X-MEDIA-SEQUENCE:(\d+)/u.exec(text)?.[1] ?? 0),
    targetSeconds: Number(/#EXT-X-TARGETDURATION:(\d+)/u.exec(text)?.[1] ?? 1),
    segments,
    isEnded: text.includes('#EXT-X-ENDLIST'),
  };
}

function absolute(url: string, base: string): string {
  return new URL(url, base).href;
}

function assertCodecs(init: Buffer): void {
  for (const codec of ['avc1', 'mp4a'])
    if (!init.includes(codec)) throw new Error(`MEDIA_ERR_DECODE no ${codec} in it`);
}

function assertSegment(segment: Buffer): void {
  const isTransportStream = segment[0] === 0x47;
  if (!isTransportStream && !segment.includes('moof'))
    throw new Error('MEDIA_ERR_DECODE neither MP4 nor MPEG-TS');
}
