import { createContext, type ReactNode, use, useCallback, useState } from 'react';

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

/** Short notices over the page, read aloud, gone by themselves. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const remove = (id: number) => setToasts((before) => before.filter((toast) => toast.id !== id));
  const show = useCallback<ShowToast>((text, tone = 'plain', action) => {
    const id = performance.now() + Math.random();
    setToasts((before) => [...before.slice(-2), { id, text, tone, action }]);
    setTimeout(() => remove(id), action ? shownWithActionMs : shownForMs);
  }, []);
  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="status" aria-live="polite" data-testid="toasts">
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
