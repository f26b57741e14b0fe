import { HostRefusal } from './hostCall.ts';

export interface ModalButtons {
  confirmText?: string;
  cancelText?: string;
}

/** Two a Chinese character, one a letter. */
const widest = 8;

/** WeChat does not show a dialogue whose buttons have longer words than it has room for. */
export function judgeButtons({ confirmText = '', cancelText = '' }: ModalButtons): void {
  for (const [name, text] of Object.entries({ confirmText, cancelText })) {
    if (widthOf(text) > widest)
      throw new HostRefusal(`parameter error: ${name} length should not larger than 4 Chinese characters`);
  }
}

const widthOf = (text: string) => [...text].reduce((sum, one) => sum + (one > '\u00ff' ? 2 : 1), 0);
