/** A picture that may be shown to others: its bytes hold nothing but the picture. */
export interface Picture {
  extension: 'png' | 'jpg' | 'webp';
  width: number;
  height: number;
  /** Without places, cameras, comments, thumbnails, and whatever stood behind the end. */
  bytes: Buffer;
}
