import { createContext, type ReactNode, use, useCallback, useLayoutEffect, useRef, useState } from 'react';

type Tone = 'plain' | 'error';

/** What can be done about it at once. */
interface ToastAction {
  label: string;
  onPress: () => void;
}

interface Toast {
  id: number;
  text: string;
  tone: Tone;
  action: ToastAction | undefined;
}
type ShowToast = (text: string, tone?: Tone, action?: ToastAction) => void;

const shownForMs = 3200;
const shownWithActionMs = 6000;
const ToastContext = createContext<ShowToast>(() => undefined);
const RaiseContext = createContext<() => void>(() => undefined);

/** Short notices over the page and over its dialogs, read aloud, gone by themselves. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const remove = (id: number) => setToasts((before) => before.filter((toast) => toast.id !== id));
  const show = useCallback<ShowToast>((text, tone = 'plain', action) => {
    const id = performance.now() + Math.random();
    setToasts((before) => [...before.slice(-2), { id, text, tone, action }]);
    setTimeout(() => remove(id), action ? shownWithActionMs : shownForMs);
  }, []);
  const region = useRef<HTMLDivElement>(null);
  // What came last into the browser's top layer is at its top. Without it, the page's own order has to do.
  const raise = useCallback(() => {
    const element = region.current;
    if (!element?.isConnected || !('showPopover' in element)) return;
    if (element.matches(':popover-open')) element.hidePopover();
    element.showPopover();
  }, []);
  useLayoutEffect(() => {
    if (toasts.length > 0) raise();
  }, [toasts, raise]);
  return (
    <ToastContext value={show}>
      <RaiseContext value={raise}>{children}</RaiseContext>
      <div
        ref={region}
        popover="manual"
        className="toasts"
        role="status"
        aria-live="polite"
        data-testid="toasts"
      >
        {toasts.map(({ id, text, tone, action }) => (
          <div key={id} className={`toast toast--${tone}`}>
            <span className="toast__text">{text}</span>
            {action && (
              <button
                type="button"
                className="toast__action"
                data-testid="toast-action"
                onClick={() => {
                  action.onPress();
                  remove(id);
                }}
              >
                {action.label}
              </button>
            )}
          </div>
        ))}
      </div>
    </ToastContext>
  );
}

export function useToast(): ShowToast {
  return use(ToastContext);
}

/** Brings the notices above what has just opened over the page. */
export function useRaiseToasts(): () => void {
  return use(RaiseContext);
}
