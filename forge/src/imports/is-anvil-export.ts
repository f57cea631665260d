/** Whether a JSON value is an export of Anvil, of whichever version. */
export function isAnvilExport(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'format' in value &&
    value.format === 'anvil.export' &&
    'version' in value &&
    typeof value.version === 'number'
  )
}
