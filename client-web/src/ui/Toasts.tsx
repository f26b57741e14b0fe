import { createContext, type ReactNode, use, useCallback, useState } from 'react';

type Tone = 'plain' | 'error';
interface Toast {
  id: number;
  text: string;
  tone: Tone;
}
type ShowToast = (text: string, tone?: Tone) => void;

const shownForMs = 3200;
const ToastContext = createContext<ShowToast>(() => undefined);

/** Short notices over the page, read aloud, gone by themselves. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const show = useCallback<ShowToast>((text, tone = 'plain') => {
    const id = performance.now() + Math.random();
    setToasts((before) => [...before.slice(-2), { id, text, tone }]);
    setTimeout(() => setToasts((before) => before.filter((toast) => toast.id !== id)), shownForMs);
  }, []);
  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="status" aria-live="polite" data-testid="toasts">
        {toasts.map((toast) => (
          <div key={toast.id} className={`toast toast--${toast.tone}`}>
            {toast.text}
          </div>
        ))}
      </div>
    </ToastContext>
  );
}

export function useToast(): ShowToast {
  return use(ToastContext);
}
