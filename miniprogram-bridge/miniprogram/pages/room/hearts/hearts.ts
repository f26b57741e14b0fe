/** `id` is new for each burst. */
export interface HeartBurst {
  id: number;
  count: number;
}

interface Heart {
  id: string;
  colour: number;
  way: number;
}

/** As long as the slowest of them rises. */
const riseMs = 2600;
/** More at a time is a smear, and work for old phones. */
const mostAtOnce = 18;
const mostInBurst = 6;
const colours = 6;
const ways = 4;

/** Hearts that rise from the like button: one burst after another, never more than a phone draws with ease. */
export default Component({
  properties: { burst: { type: Object, value: { id: 0, count: 0 } as HeartBurst } },
  data: { hearts: [] as Heart[], drawnId: 0 },
  observers: {
    burst({ id, count }: HeartBurst) {
      // Hosts call observers also where nothing is new.
      if (count === 0 || id === this.data.drawnId) return;
      const born = Array.from({ length: Math.min(count, mostInBurst) }, (_, index) => ({
        id: `${id}-${index}`,
        colour: (id * 3 + index) % colours,
        way: (id + index) % ways,
      }));
      this.setData({ drawnId: id, hearts: [...this.data.hearts, ...born].slice(-mostAtOnce) });
      const ids = new Set(born.map((heart) => heart.id));
      setTimeout(() => {
        this.setData({ hearts: this.data.hearts.filter((heart) => !ids.has(heart.id)) });
      }, riseMs);
    },
  },
});
