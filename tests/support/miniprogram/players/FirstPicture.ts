import { readAmf0 } from '../../stage/amf0.ts';
import type { FlvTag } from './flvTags.ts';

/** What a player must have seen before it can show anything: metadata, both sequence headers, a keyframe. */
export class FirstPicture {
  /** Of the picture, as the metadata says it. */
  size: { width: number; height: number } | null = null;
  #hasAvcHeader = false;
  #hasAacHeader = false;
  #hasKeyframe = false;

  /** @throws Error for what a phone does not decode */
  take({ type, body }: FlvTag): void {
    if (type === 'script') this.#takeScript(body);
    else if (type === 'video') this.#takeVideo(body);
    else if (type === 'audio') this.#takeAudio(body);
  }

  get isShown(): boolean {
    return this.#hasKeyframe && this.#hasAacHeader;
  }

  #takeScript(body: Buffer): void {
    const [name, values] = readAmf0(body);
    if (name === 'onMetaData') this.size = values as { width: number; height: number };
    else if (!this.size) throw new Error(`the first script tag is ${String(name)}, not onMetaData`);
  }

  #takeVideo(body: Buffer): void {
    if (((body[0] ?? 0) & 0x0f) !== 7) throw new Error('its video is not H.264');
    if (body[1] === 0) this.#hasAvcHeader = true;
    const isKeyframe = (body[0] ?? 0) >> 4 === 1 && body[1] === 1;
    if (isKeyframe && this.#hasAvcHeader && this.size) this.#hasKeyframe = true;
  }

  #takeAudio(body: Buffer): void {
    if ((body[0] ?? 0) >> 4 !== 10) throw new Error('its audio is not AAC');
    if (body[1] === 0) this.#hasAacHeader = true;
  }
}
