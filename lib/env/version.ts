// Which version of the software this is.

import packageFile from '../../package.json';

export const VERSION: string = packageFile.version;
