import { type HeartFlight, poseAt, startFlight } from './heartFlight.ts';

/** More at once would be a blur, and cost the picture its frames. */
const maxHearts = 48;

/** Draws hearts that rise over the picture. Costs nothing while there are none. */
export class HeartCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #pen: CanvasRenderingContext2D | null;
  readonly #shape = new Path2D(
    'M0 8.2C-6.4 3.9-9 .5-9-3.1A4.9 4.9 0 0 1-4.1-8C-2.4-8-.9-7.1 0-5.6A4.8 4.8 0 0 1 4.1-8 4.9 4.9 0 0 1 9-3.1C9 .5 6.4 3.9 0 8.2z',
  );
  #flights: HeartFlight[] = [];
  #frame: number | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#pen = canvas.getContext('2d');
  }

  /** Lets one rise from a point of the canvas, CSS px. */
  launch(at: { x: number; y: number }): void {
    if (this.#flights.length >= maxHearts || document.visibilityState === 'hidden') return;
    this.#flights.push(startFlight(at, performance.now()));
    this.#frame ??= requestAnimationFrame((nowMs) => this.#draw(nowMs));
  }

  close(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#flights = [];
  }

  #draw(nowMs: number): void {
    const pen = this.#pen;
    if (!pen) return;
    this.#fit();
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    pen.clearRect(0, 0, this.#canvas.clientWidth, this.#canvas.clientHeight);
    this.#flights = this.#flights.filter((flight) => this.#drawOne(pen, flight, nowMs));
    this.#frame = this.#flights.length > 0 ? requestAnimationFrame((next) => this.#draw(next)) : null;
  }

  #drawOne(pen: CanvasRenderingContext2D, flight: HeartFlight, nowMs: number): boolean {
    const pose = poseAt(flight, nowMs);
    if (!pose) return false;
    const scale = (pose.scale * flight.size) / 18;
    pen.save();
    pen.translate(pose.x, pose.y);
    pen.rotate(pose.tilt);
    pen.scale(scale, scale);
    pen.globalAlpha = pose.opacity;
    pen.fillStyle = `hsl(${flight.hue} 100% 64%)`;
    pen.fill(this.#shape);
    pen.restore();
    return true;
  }

  /** As many pixels as the screen has. Sizing clears, so only when it has changed. */
  #fit(): void {
    const width = Math.round(this.#canvas.clientWidth * devicePixelRatio);
    const height = Math.round(this.#canvas.clientHeight * devicePixelRatio);
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
  }
}
