/**
 * The files of a playlist, all in memory. `epoch` makes the names of two egress streams of one room differ, because caches keep
 * files for ever.
 */
export type HlsFile =
  | { kind: 'init'; epoch: string; version: number }
  | { kind: 'segment'; epoch: string; msn: number }
  | { kind: 'part'; epoch: string; msn: number; index: number };

const number = '(0|[1-9]\\d{0,14})';
const epoch = '([0-9a-z]{1,12})';
const patterns = {
  init: new RegExp(`^init-${epoch}-${number}\\.mp4$`),
  segment: new RegExp(`^seg-${epoch}-${number}\\.m4s$`),
  part: new RegExp(`^part-${epoch}-${number}-${number}\\.m4s$`),
};

export function hlsFileName(file: HlsFile): string {
  if (file.kind === 'init') return `init-${file.epoch}-${file.version}.mp4`;
  if (file.kind === 'segment') return `seg-${file.epoch}-${file.msn}.m4s`;
  return `part-${file.epoch}-${file.msn}-${file.index}.m4s`;
}

/** Null for everything that `hlsFileName` does not make. */
export function parseHlsFileName(name: string): HlsFile | null {
  const init = patterns.init.exec(name);
  if (init) return { kind: 'init', epoch: init[1] ?? '', version: Number(init[2]) };
  const segment = patterns.segment.exec(name);
  if (segment) return { kind: 'segment', epoch: segment[1] ?? '', msn: Number(segment[2]) };
  const part = patterns.part.exec(name);
  if (part) return { kind: 'part', epoch: part[1] ?? '', msn: Number(part[2]), index: Number(part[3]) };
  return null;
}
