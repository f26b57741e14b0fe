import { createAppContext, type LianmaiApp } from './app/AppContext';

App<LianmaiApp>({ context: createAppContext() });
