import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { ErrorBoundary } from './app/ErrorBoundary.tsx';
import { Router } from './app/Router.tsx';
import { createServices, ServicesProvider } from './app/Services.tsx';
import { I18nProvider } from './i18n/index.ts';
import { ToastProvider } from './ui/Toasts.tsx';
import './ui/styles/index.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <I18nProvider>
      <ErrorBoundary>
        <ServicesProvider services={createServices()}>
          <ToastProvider>
            <Router>
              <App />
            </Router>
          </ToastProvider>
        </ServicesProvider>
      </ErrorBoundary>
    </I18nProvider>
  </StrictMode>,
);
