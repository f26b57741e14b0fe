import type { Publication } from '@lianmai/shared';
import {
  type LiveClient,
  LiveError,
  type PlaybackStats,
  type RemoteTrack,
  type RemoteUser,
  type Subscriber,
} from '../../sdk/index.ts';
import { StageSound } from '../StageSound.ts';
import type { DriverEvents, PlayerDriver } from '../types.ts';
import { playWithSound } from './playWithSound.ts';

const lookMs = 250;
const standsAfterMs = 1500;
// A shared screen on which nothing changes sends a picture only now and then.
const screenStandsAfterMs = 5000;

/**
 * Plays the anchor's camera (a shared screen where there is none) and sound in the `<video>`, and makes everybody else heard at that
 * element's volume. The others' pictures are for whoever draws the stage, from `subscriber.users`.
 */
export class WebRtcDriver implements PlayerDriver {
  readonly protocol = 'webrtc';
  readonly #client: LiveClient;
  readonly #subscriber: Subscriber;
  readonly #stream = new MediaStream();
  readonly #others: StageSound;
  #video: HTMLVideoElement | null = null;
  #events: DriverEvents | null = null;
  #stops: (() => void)[] = [];
  #health: 'unknown' | 'moving' | 'standing' | 'idle' = 'unknown';
  #progress = 0;
  #hadPicture = false;
  #movedAtMs = 0;
  #isLooking = false;

  constructor(client: LiveClient) {
    this.#client = client;
    this.#subscriber = client.subscriber;
    this.#others = new StageSound({
      users: client.subscriber.users,
      // The green room is heard in the studio, not by an anchor who also watches their own room.
      isOurs: (user) => !user.isPreview && !this.#isAnchor(user),
      onBlocked: () => this.#soundBlocked(),
    });
  }

  start(video: HTMLVideoElement, events: DriverEvents): void {
    this.#video = video;
    this.#events = events;
    this.#movedAtMs = Date.now();
    video.srcObject = this.#stream;
    this.#subscriber.start();
    this.#stops.push(this.#subscriber.users.subscribe(() => this.#arrange()));
    const timer = setInterval(() => void this.#look(), lookMs);
    this.#stops.push(() => clearInterval(timer));
    this.#awaitFrame(video);
    this.#watchSize(video);
    this.#shareVolume(video);
    this.#arrange();
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#events = null;
    this.#subscriber.stop();
    for (const track of this.#stream.getTracks()) this.#stream.removeTrack(track);
    if (this.#video) this.#video.srcObject = null;
    this.#video = null;
  }

  async stats(): Promise<PlaybackStats | null> {
    return await this.#subscriber.stats();
  }

  async unblockSound(): Promise<void> {
    await this.#others.unblock();
  }

  #arrange(): void {
    const tracks = this.#subscriber.users.getSnapshot().find((user) => this.#isAnchor(user))?.tracks ?? [];
    const picture = pictureOf(tracks);
    const wanted = new Set(
      tracks.filter((one) => one === picture || one.kind === 'audio').map(({ track }) => track),
    );
    let isNew = false;
    for (const track of this.#stream.getTracks()) if (!wanted.has(track)) this.#stream.removeTrack(track);
    for (const track of wanted) {
      if (this.#stream.getTracks().includes(track)) continue;
      this.#stream.addTrack(track);
      isNew = true;
    }
    if (isNew) this.#tellSize();
    if (isNew && this.#video) void playWithSound(this.#video, () => this.#events?.onSoundBlocked());
  }

  #isAnchor({ seat, roomId, isPreview }: RemoteUser): boolean {
    return seat === 0 && !isPreview && roomId === this.#client.room.getSnapshot().room?.id;
  }

  /** One volume and one mute for everybody: those of the element. */
  #shareVolume(video: HTMLVideoElement): void {
    const share = () => this.#others.setVolume(video.volume, video.muted);
    video.addEventListener('volumechange', share);
    share();
    this.#others.start();
    this.#stops.push(
      () => video.removeEventListener('volumechange', share),
      () => this.#others.stop(),
    );
  }

  #soundBlocked(): void {
    if (this.#video) this.#video.muted = true;
    this.#events?.onSoundBlocked();
  }

  // A small picture needs no more than a small layer of it.
  #watchSize(video: HTMLVideoElement): void {
    const observer = new ResizeObserver(() => this.#tellSize());
    observer.observe(video);
    this.#stops.push(() => observer.disconnect());
  }

  #tellSize(): void {
    const anchor = this.#subscriber.users.getSnapshot().find((user) => this.#isAnchor(user));
    const picture = pictureOf(anchor?.tracks ?? []);
    const { clientWidth: width = 0, clientHeight: height = 0 } = this.#video ?? {};
    if (picture)
      this.#subscriber.setTileSize(picture.producerId, width > 0 && height > 0 ? { width, height } : null);
  }

  // The first picture on screen, without waiting for the next look at the figures.
  #awaitFrame(video: HTMLVideoElement): void {
    const seen = () => {
      if (video.videoWidth > 0) this.#moved();
    };
    video.addEventListener('loadeddata', seen);
    this.#stops.push(() => video.removeEventListener('loadeddata', seen));
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      if (this.#reportRefusal()) return;
      const { framesDecoded, audioPackets } = await this.#subscriber.progress();
      this.#judge(framesDecoded, audioPackets);
    } finally {
      this.#isLooking = false;
    }
  }

  /** Where waiting is of no use. */
  #reportRefusal(): boolean {
    const state = this.#client.state.getSnapshot();
    const isForbidden = state.phase === 'joined' && !this.#client.room.getSnapshot().may.subscribe;
    if (!isForbidden && state.phase !== 'ended') return false;
    this.#events?.onError(new LiveError(isForbidden ? 'forbidden' : 'not_joined'));
    return true;
  }

  /** WebRTC works as long as anybody's picture moves: one person's own troubles are no reason to leave it. */
  #judge(framesDecoded: number, audioPackets: number): void {
    const sent = this.#sentByOthers();
    const hasPicture = sent.some(({ kind }) => kind === 'video');
    const progress = hasPicture ? framesDecoded : audioPackets;
    // From pictures to sound alone, or back: another count, which says nothing yet.
    if (hasPicture !== this.#hadPicture) this.#progress = progress;
    this.#hadPicture = hasPicture;
    if (this.#client.room.getSnapshot().room && sent.length === 0) this.#become('idle');
    else if (progress > this.#progress) this.#moved();
    else if (Date.now() - this.#movedAtMs > standsAfter(sent)) this.#become('standing');
    this.#progress = progress;
  }

  #sentByOthers(): Publication[] {
    const state = this.#client.state.getSnapshot();
    const own = state.phase === 'joined' ? state.sessionId : null;
    const { publications } = this.#client.room.getSnapshot();
    return publications.filter(({ isPaused, sessionId }) => !isPaused && sessionId !== own);
  }

  #moved(): void {
    this.#movedAtMs = Date.now();
    this.#become('moving');
  }

  #become(health: 'moving' | 'standing' | 'idle'): void {
    if (health === this.#health) return;
    this.#health = health;
    if (health === 'moving') this.#events?.onPlaying();
    else if (health === 'standing') this.#events?.onStalled();
    else this.#events?.onIdle();
  }
}

function pictureOf(tracks: readonly RemoteTrack[]): RemoteTrack | undefined {
  return tracks.find(({ source }) => source === 'camera') ?? tracks.find(({ source }) => source === 'screen');
}

function standsAfter(sent: readonly Publication[]): number {
  const isScreenOnly = !sent.some(({ source }) => source === 'camera');
  return isScreenOnly ? screenStandsAfterMs : standsAfterMs;
}
