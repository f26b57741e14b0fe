import {
  type AnchorHTMLAttributes,
  createContext,
  type MouseEvent,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { parseRoute, pathOf, type Route } from './routes.ts';

interface Navigation {
  route: Route;
  navigate: (route: Route, options?: { isReplacing?: boolean }) => void;
}

const RouterContext = createContext<Navigation | null>(null);

/** Keeps the page and the address bar in step. */
export function Router({ children }: { children: ReactNode }) {
  const [route, setRoute] = useState(() => parseRoute(location.pathname));

  useEffect(() => {
    const onPopState = () => setRoute(parseRoute(location.pathname));
    window.addEventListener('popstate', onPopState);
    return () => window.removeEventListener('popstate', onPopState);
  }, []);

  const navigate = useCallback<Navigation['navigate']>((next, { isReplacing = false } = {}) => {
    const address = hrefOf(next);
    if (isReplacing) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    setRoute(next);
    if (!isReplacing) window.scrollTo(0, 0);
  }, []);

  const navigation = useMemo(() => ({ route, navigate }), [route, navigate]);
  return <RouterContext value={navigation}>{children}</RouterContext>;
}

export function useNavigation(): Navigation {
  const navigation = use(RouterContext);
  if (!navigation) throw new Error('useNavigation needs a Router above it');
  return navigation;
}

/** `?debug` stays while one moves about; every other parameter belongs to the page it came with. */
export function hrefOf(route: Route): string {
  return pathOf(route) + (isDebugging() ? '?debug' : '');
}

export function isDebugging(): boolean {
  return new URLSearchParams(location.search).has('debug');
}

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  to: Route;
  children: ReactNode;
}

/** A real link (new tab, copy address) that moves within the page on a plain click. */
export function Link({ to, children, ...rest }: LinkProps) {
  const { navigate } = useNavigation();
  const onClick = (event: MouseEvent<HTMLAnchorElement>) => {
    const isPlain =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain || rest.target) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a {...rest} href={hrefOf(to)} onClick={onClick}>
      {children}
    </a>
  );
}
