import { type CSSProperties, useRef, useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { Segments, SwitchField } from '../../../ui/fields.tsx';
import { DanmakuIcon } from '../../../ui/icons/index.ts';
import { useCloseOutside } from '../../../ui/useCloseOutside.ts';
import { useEscape } from '../../../ui/useEscape.ts';
import type { DanmakuArea, DanmakuDensity, DanmakuSize } from './danmakuSettings.ts';
import type { Danmaku } from './useDanmaku.ts';

type SliderStyle = CSSProperties & Record<'--fill', string>;

/** 弹幕 on or off, and how. */
export function DanmakuMenu({ danmaku }: { danmaku: Danmaku }) {
  const { settings, isShown, change } = danmaku;
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useCloseOutside(root, isOpen, () => setOpen(false));
  useEscape(isOpen, () => setOpen(false));
  const sliderStyle: SliderStyle = { '--fill': `${((settings.opacity - 0.3) / 0.7) * 100}%` };
  return (
    <div className="menu" ref={root}>
      <IconButton
        label={t('danmaku.title')}
        aria-expanded={isOpen}
        data-testid="danmaku-menu"
        data-shown={isShown}
        onClick={() => setOpen(!isOpen)}
      >
        <DanmakuIcon isOff={!isShown} />
      </IconButton>
      {isOpen && (
        <div className="menu__popup danmaku-menu" role="menu" data-testid="danmaku-menu-popup">
          <SwitchField
            label={t('danmaku.show')}
            isOn={isShown}
            testId="danmaku-toggle"
            onChange={(isOn) => change({ shown: isOn ? 'on' : 'off' })}
          />
          <Segments<DanmakuArea>
            label={t('danmaku.area')}
            choices={[
              { value: 'quarter', label: t('danmaku.quarter') },
              { value: 'half', label: t('danmaku.half') },
              { value: 'full', label: t('danmaku.full') },
            ]}
            value={settings.area}
            testId="danmaku-area"
            isDisabled={!isShown}
            onChoose={(area) => change({ area })}
          />
          <Segments<DanmakuDensity>
            label={t('danmaku.density')}
            choices={[
              { value: 'low', label: t('danmaku.few') },
              { value: 'medium', label: t('danmaku.some') },
              { value: 'high', label: t('danmaku.many') },
            ]}
            value={settings.density}
            testId="danmaku-density"
            isDisabled={!isShown}
            onChoose={(density) => change({ density })}
          />
          <Segments<DanmakuSize>
            label={t('danmaku.size')}
            choices={[
              { value: 'small', label: t('danmaku.small') },
              { value: 'medium', label: t('danmaku.medium') },
              { value: 'large', label: t('danmaku.large') },
            ]}
            value={settings.size}
            testId="danmaku-size"
            isDisabled={!isShown}
            onChoose={(size) => change({ size })}
          />
          <label className="field">
            <span className="field__label">{t('danmaku.opacity')}</span>
            <input
              className="slider danmaku-menu__slider"
              type="range"
              min={0.3}
              max={1}
              step={0.05}
              value={settings.opacity}
              style={sliderStyle}
              disabled={!isShown}
              data-testid="danmaku-opacity"
              onChange={(event) => change({ opacity: Number(event.target.value) })}
            />
          </label>
        </div>
      )}
    </div>
  );
}
