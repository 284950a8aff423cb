// The npm packages that installer/dependencies.sh keeps in build/npm/peers, outside the sources.
import { createRequire } from 'node:module';
import path from 'node:path';

export const modulesFolder = process.env.PORTCULLIS_PEERS;
export const load = createRequire(path.join(modulesFolder, 'package.json'));

// The program file of a package that has one.
export function programOf(name) {
  const folder = path.join(modulesFolder, 'node_modules', name);
  const { bin } = load(path.join(folder, 'package.json'));
  return path.join(folder, Object.values(bin)[0]);
}
