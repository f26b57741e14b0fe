// Runs in the publisher's page before the app: camera and microphone become a canvas that shows the time as a barcode and, once a second,
// a flash, and a sound that beeps with the flash.
(() => {
  const width = 640;
  const height = 360;
  const block = 32;
  const blocksPerRow = width / block;
  const flashSeconds = 0.1;
  const frameMs = 33;

  /** @type {{ camera: MediaStreamTrack, microphone: MediaStreamTrack } | null} */
  let source = null;

  /** Tenths of a millisecond since the epoch, least significant bit first, and a checksum of its bytes. */
  function barcodeBits() {
    const time = BigInt(Math.round((performance.timeOrigin + performance.now()) * 10));
    const bits = Array.from({ length: 48 }, (_, i) => Number((time >> BigInt(i)) & 1n));
    let checksum = 0;
    for (let i = 0; i < 48; i += 1) checksum ^= (bits[i] ?? 0) << (i % 8);
    for (let i = 0; i < 8; i += 1) bits.push((checksum >> i) & 1);
    return bits;
  }

  function startSource() {
    const audio = new AudioContext({ latencyHint: 'interactive' });
    const sound = audio.createMediaStreamDestination();
    scheduleBeeps(audio, sound);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    let frame = 0;
    const draw = () => {
      context.fillStyle = `hsl(${frame % 360} 60% 50%)`;
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#888';
      for (let i = 0; i < 40; i += 1) {
        context.fillRect((frame * 3 + i * 37) % width, 110 + ((i * 53) % 140), 20, 20);
      }
      barcodeBits().forEach((bit, i) => {
        context.fillStyle = bit ? '#fff' : '#000';
        context.fillRect((i % blocksPerRow) * block, Math.floor(i / blocksPerRow) * block, block, block);
      });
      context.fillStyle = audio.currentTime % 1 < flashSeconds ? '#fff' : '#000';
      context.fillRect(0, 280, width, 80);
      frame += 1;
    };
    draw();
    setInterval(draw, frameMs);
    const [camera] = canvas.captureStream(30).getVideoTracks();
    const [microphone] = sound.stream.getAudioTracks();
    return { camera, microphone };
  }

  /** A 1 kHz beep in the first tenth of each second of the audio clock. */
  function scheduleBeeps(audio, sound) {
    const tone = audio.createOscillator();
    const gate = audio.createGain();
    tone.frequency.value = 1000;
    gate.gain.value = 0;
    tone.connect(gate).connect(sound);
    tone.start();
    let second = Math.ceil(audio.currentTime);
    setInterval(() => {
      for (; second < audio.currentTime + 2; second += 1) {
        gate.gain.setValueAtTime(0.5, second);
        gate.gain.setValueAtTime(0, second + flashSeconds);
      }
    }, 250);
  }

  navigator.mediaDevices.getUserMedia = async ({ video, audio }) => {
    source ??= startSource();
    const tracks = [];
    if (video) tracks.push(source.camera.clone());
    if (audio) tracks.push(source.microphone.clone());
    return new MediaStream(tracks);
  };
})();
