/* What vega-interpreter takes from the package vega-util, as the vendored Vega has it. */
export const { ascending, isString, DisallowedObjectProperties } = globalThis.vega;
