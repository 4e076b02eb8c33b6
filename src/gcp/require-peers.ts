import { requirePeers } from '../terraform/peers';

// Imported first: what is missing is said with the command that installs it, before a module cannot be found.
requirePeers('gcp');
