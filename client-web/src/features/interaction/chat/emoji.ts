import { graphemesOf } from '@lianmai/shared';

/** What people send in live rooms, by mood; each string is a row of single emoji. */
export const emojiGroups: readonly (readonly string[])[] = [
  '😀😂🤣😊😍🥰😘😎🤩🥳😜🤔🤗🙃😴😭😱😅😡🥺😏🙄🤯🤡',
  '👍👏🙌🙏💪👌✌️🤝👋🤟👀🫶💯❓❗🆗🔥✨⚡🎉🎊🏆🥇👑',
  '❤️🧡💛💚💙💜🖤💔💕💖🌹🌸🌈🌟🎁🎂🍻☕🍉🍕🎵🎤🎮⚽',
  '🐶🐱🐼🐰🦊🐯🦁🐷🐸🐵🐔🦄🐧🐳🦋🌍🌙☀️❄️🚀🚗✈️🏠⏰',
].map(graphemesOf);
