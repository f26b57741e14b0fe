/** Plays; muted where the browser refuses sound before the user has touched the page. */
export async function playWithSound(video: HTMLVideoElement, onSoundBlocked: () => void): Promise<void> {
  try {
    await video.play();
  } catch (error) {
    // Another `load` or `pause` came in between; whoever did that plays again.
    if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
    if (video.muted) return;
    video.muted = true;
    onSoundBlocked();
    await video.play().catch(() => undefined);
  }
}
