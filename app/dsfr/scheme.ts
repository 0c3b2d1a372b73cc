// The theme a first visit starts with: the one of the visitor's system.

import type { DefaultColorScheme } from '@codegouvfr/react-dsfr/next-app-router';

export const defaultColorScheme: DefaultColorScheme = 'system';
