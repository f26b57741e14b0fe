import type { CompositionSettings } from '@lianmai/shared';
import { useEffect, useState } from 'react';
import { useServices } from '../../../app/Services.tsx';
import { useI18n } from '../../../i18n/index.ts';
import { Segments, SwitchField } from '../../../ui/fields.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';

interface CompositionFieldsProps {
  roomId: string;
  run: (action: Promise<unknown>) => void;
}

/** How the server mixes the picture for players without WebRTC. */
export function CompositionFields({ roomId, run }: CompositionFieldsProps) {
  const { t } = useI18n();
  const [settings, change] = useComposition(roomId, run);
  if (!settings) {
    return (
      <div className="dialog__wait">
        <Spinner />
      </div>
    );
  }
  const { mode, layout, canvas, showsNames } = settings;
  return (
    <>
      <Segments
        label={t('host.mixMode')}
        choices={[
          { value: 'auto', label: t('host.mixAuto') },
          { value: 'always', label: t('host.mixAlways') },
          { value: 'never', label: t('host.mixNever') },
        ]}
        value={mode}
        onChoose={(next) => change({ mode: next })}
        testId="studio-mix-mode"
      />
      <Segments
        label={t('host.layout')}
        choices={[
          { value: 'auto', label: t('host.layoutAuto') },
          { value: 'grid', label: t('host.layoutGrid') },
          { value: 'anchorStrip', label: t('host.layoutStrip') },
          { value: 'pictureInPicture', label: t('host.layoutPip') },
        ]}
        // A layout made over REST, or one for a PK: none of these.
        value={typeof layout === 'string' && layout !== 'sideBySide' ? layout : null}
        onChoose={(next) => change({ layout: next })}
        testId="studio-layout"
      />
      <Segments
        label={t('host.canvas')}
        choices={[
          { value: 'auto', label: t('host.canvasAuto') },
          { value: 'portrait', label: t('host.canvasPortrait') },
          { value: 'landscape', label: t('host.canvasLandscape') },
        ]}
        value={typeof canvas === 'string' ? canvas : null}
        onChoose={(next) => change({ canvas: next })}
        testId="studio-canvas"
      />
      <SwitchField
        label={t('host.showsNames')}
        hint={t('host.showsNamesHint')}
        isOn={showsNames}
        onChange={(next) => change({ showsNames: next })}
        testId="studio-shows-names"
      />
    </>
  );
}

/** Shown as chosen at once; put right by the server's answer. */
function useComposition(roomId: string, run: CompositionFieldsProps['run']) {
  const { rest } = useServices();
  const [settings, setSettings] = useState<CompositionSettings | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const load = async () => setSettings(await rest.composition(roomId, leaving.signal));
    run(load());
    return () => leaving.abort();
  }, [rest, roomId, run]);

  const change = (changes: Partial<CompositionSettings>) => {
    if (!settings) return;
    setSettings({ ...settings, ...changes });
    const send = async () => {
      try {
        setSettings(await rest.changeComposition(roomId, changes));
      } catch (cause) {
        setSettings(settings);
        throw cause;
      }
    };
    run(send());
  };
  return [settings, change] as const;
}
