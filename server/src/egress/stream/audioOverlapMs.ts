/** AAC frames are 21.3 ms apart: one that is closer to its predecessor than this repeats what that one said. */
export const audioOverlapMs = 10;
