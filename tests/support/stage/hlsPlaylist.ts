/** One file of a media playlist: a part where it lists parts, else the segment. */
export interface HlsChunk {
  uri: string;
  /** The same for everything that one decoder can read: between discontinuities. */
  run: string;
  mapUri: string;
  /** The segment's; of a part only when it is the first of its segment. */
  dateMs: number | null;
}

export interface HlsPlaylist {
  segments: { msn: number; uri: string | null; chunks: HlsChunk[]; whole: HlsChunk | null }[];
  dateRanges: { class: string; startMs: number; attributes: ReadonlyMap<string, string> }[];
  hasEnded: boolean;
}

/** Takes a media playlist of our own server apart. */
export function parsePlaylist(text: string): HlsPlaylist {
  const playlist: HlsPlaylist = { segments: [], dateRanges: [], hasEnded: false };
  let [msn, discontinuities, mapUri] = [0, 0, ''];
  let dateMs: number | null = null;
  let chunks: HlsChunk[] = [];
  const run = () => `${discontinuities} ${mapUri}`;
  const endSegment = (uri: string | null) => {
    const whole = uri === null ? null : { uri, run: run(), mapUri, dateMs };
    playlist.segments.push({ msn: msn++, uri, chunks, whole });
    chunks = [];
  };
  for (const line of text.split('\n')) {
    const [tag = '', value = ''] = split(line, ':');
    const attributes = attributesOf(value);
    if (tag === '#EXT-X-MEDIA-SEQUENCE') msn = Number(value);
    else if (tag === '#EXT-X-DISCONTINUITY-SEQUENCE') discontinuities = Number(value);
    else if (tag === '#EXT-X-DISCONTINUITY') discontinuities += 1;
    else if (tag === '#EXT-X-MAP') mapUri = attributes.get('URI') ?? '';
    else if (tag === '#EXT-X-PROGRAM-DATE-TIME') dateMs = Date.parse(value);
    else if (tag === '#EXT-X-PART') {
      const isFirst = chunks.length === 0;
      chunks.push({ uri: attributes.get('URI') ?? '', run: run(), mapUri, dateMs: isFirst ? dateMs : null });
    } else if (tag === '#EXT-X-DATERANGE') playlist.dateRanges.push(dateRangeOf(attributes));
    else if (tag === '#EXT-X-ENDLIST') playlist.hasEnded = true;
    else if (line !== '' && !line.startsWith('#')) endSegment(line);
  }
  if (chunks.length > 0) endSegment(null);
  return playlist;
}

function dateRangeOf(attributes: ReadonlyMap<string, string>): HlsPlaylist['dateRanges'][number] {
  return {
    class: attributes.get('CLASS') ?? '',
    startMs: Date.parse(attributes.get('START-DATE') ?? ''),
    attributes,
  };
}

function attributesOf(text: string): Map<string, string> {
  const found = text.matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^",]*))/gu);
  return new Map([...found].map(([, name = '', quoted, plain]) => [name, quoted ?? plain ?? '']));
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
