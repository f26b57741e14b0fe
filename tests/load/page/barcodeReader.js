// Runs in the viewer's page: reads the barcode and the flash from the room's picture and hears the beeps, from `start` on.
(() => {
  const width = 640;
  const height = 360;
  const block = 32;
  const blocksPerRow = width / block;

  /** How long ago the frame was drawn, ms; null when the barcode is damaged. */
  function ageOf(pixels, shownAtMs) {
    const bits = Array.from({ length: 56 }, (_, i) => {
      const x = (i % blocksPerRow) * block + block / 2;
      const y = Math.floor(i / blocksPerRow) * block + block / 2;
      return brightness(pixels, x, y) > 128 ? 1 : 0;
    });
    let time = 0n;
    let checksum = 0;
    let expected = 0;
    for (let i = 0; i < 48; i += 1) {
      if (bits[i]) time |= 1n << BigInt(i);
      checksum ^= bits[i] << (i % 8);
    }
    for (let i = 0; i < 8; i += 1) expected |= bits[48 + i] << i;
    return checksum === expected && time > 0n ? shownAtMs - Number(time) / 10 : null;
  }

  function brightness(pixels, x, y) {
    let sum = 0;
    for (let dx = -3; dx <= 3; dx += 3) {
      for (let dy = -3; dy <= 3; dy += 3) sum += pixels[((y + dy) * width + x + dx) * 4 + 1];
    }
    return sum / 9;
  }

  function watchPicture(video, samples) {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    let wasLit = true;
    const onFrame = (nowMs) => {
      context.drawImage(video, 0, 0, width, height);
      const code = context.getImageData(0, 0, width, 3 * block).data;
      const age = ageOf(code, performance.timeOrigin + nowMs);
      if (age === null) samples.damaged += 1;
      else samples.agesMs.push(age);
      // One pixel in the middle of the strip that flashes.
      const isLit = context.getImageData(width / 2, 320, 1, 1).data[1] > 128;
      if (isLit && !wasLit) samples.flashesMs.push(nowMs);
      wasLit = isLit;
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  }

  async function watchSound(video, samples) {
    const audio = new AudioContext({ latencyHint: 'interactive' });
    await audio.resume();
    const stream = video.srcObject;
    const input = stream
      ? audio.createMediaStreamSource(new MediaStream(stream.getAudioTracks()))
      : audio.createMediaElementSource(video);
    const analyser = audio.createAnalyser();
    analyser.fftSize = 512;
    input.connect(analyser);
    // What is heard nowhere is not pulled.
    const silent = audio.createGain();
    silent.gain.value = 0;
    analyser.connect(silent).connect(audio.destination);
    const window = new Float32Array(analyser.fftSize);
    let heardAtMs = Number.POSITIVE_INFINITY;
    setInterval(() => {
      analyser.getFloatTimeDomainData(window);
      const onset = window.findIndex((value) => Math.abs(value) > 0.1);
      if (onset < 0) return;
      const nowMs = performance.now();
      // A beep lasts 100 ms; between two of them it is quiet for 900.
      const isNew = !(nowMs - heardAtMs < 300);
      heardAtMs = nowMs;
      if (isNew) samples.beepsMs.push(nowMs - ((window.length - onset) / audio.sampleRate) * 1000);
    }, 4);
  }

  window.lianmaiBarcode = {
    samples: null,
    async start(video) {
      this.samples = { agesMs: [], damaged: 0, flashesMs: [], beepsMs: [] };
      watchPicture(video, this.samples);
      await watchSound(video, this.samples);
    },
  };
})();
