// Figures as people write them, by the units that the server names.
const FORMATS = {
  fraction: new Intl.NumberFormat("en-US", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  money: new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 }),
  count: new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 }),
  number: new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 }),
};
const COMPACT = { notation: "compact", maximumFractionDigits: 3 };
const SHORT = {
  money: new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", ...COMPACT }),
  count: new Intl.NumberFormat("en-US", COMPACT),
};

export function speller(unit) {
  const format = FORMATS[unit] ?? FORMATS.number;
  return (value) => (typeof value === "number" && Number.isFinite(value) ? format.format(value).replace("-", "−") : "–"); // as the pages write it
}

// Beside an axis there is no room for millions in full.
export function axisSpeller(unit) {
  const spell = speller(unit);
  const short = SHORT[unit];
  if (!short) return spell;
  return (value) => (Math.abs(value) >= 1e6 ? short.format(value).replace("-", "−") : spell(value));
}
