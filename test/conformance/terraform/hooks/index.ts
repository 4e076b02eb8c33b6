import type { Hooks } from '../hook-types';
import { aws } from './aws';
import { azurerm } from './azurerm';
import { google } from './google';

/** By name of the provider. A provider without hooks is checked by its schema alone. */
export const HOOKS: Readonly<Record<string, Hooks | undefined>> = { aws, azurerm, google };
