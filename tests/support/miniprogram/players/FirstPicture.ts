import type { FlvTag } from './flvTags.ts';

/** What a player must have seen before it can show anything: metadata, both sequence headers, a keyframe. */
export class FirstPicture {
  #hasMetadata = false;
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
    // An AMF string: a marker, its length, and the text.
    if (body.toString('latin1', 3, 3 + 10) === 'onMetaData') this.#hasMetadata = true;
    else if (!this.#hasMetadata) throw new Error('the first script tag is not onMetaData');
  }

  #takeVideo(body: Buffer): void {
    if (((body[0] ?? 0) & 0x0f) !== 7) throw new Error('its video is not H.264');
    if (body[1] === 0) this.#hasAvcHeader = true;
    const isKeyframe = (body[0] ?? 0) >> 4 === 1 && body[1] === 1;
    if (isKeyframe && this.#hasAvcHeader && this.#hasMetadata) this.#hasKeyframe = true;
  }

  #takeAudio(body: Buffer): void {
    if ((body[0] ?? 0) >> 4 !== 10) throw new Error('its audio is not AAC');
    if (body[1] === 0) this.#hasAacHeader = true;
  }
}
