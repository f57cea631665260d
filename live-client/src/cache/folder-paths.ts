import { join, resolve } from 'node:path'

/** The files of a cache folder; each environment of a project has a folder of its own in it. */
export interface FolderPaths {
  scope: string
  database: string
  lastGood: string
  saving: string
  highest: string
  synced: string
  pin: string
  mode: string
  contact: string
  lock: string
  discarded: string
  instanceId: string
  slots: string
}

export function folderPaths(cacheDir: string, projectId: string, environment: string): FolderPaths {
  const root = resolve(cacheDir)
  const scope = join(root, `${projectId}-${environment}`)
  return {
    scope,
    database: join(scope, 'database'),
    lastGood: join(scope, 'last-good.anvil'),
    saving: join(scope, 'saving.json'),
    highest: join(scope, 'highest.anvil'),
    synced: join(scope, 'synced.json'),
    pin: join(scope, 'pin.json'),
    mode: join(scope, 'mode.json'),
    contact: join(scope, 'contact.json'),
    lock: join(scope, 'lock'),
    discarded: join(scope, 'discarded'),
    instanceId: join(root, 'instance-id'),
    slots: join(root, 'slots'),
  }
}
