// The newest value under each key, for other components of the page, which hear of it by an event.
export default function ({ data }) {
  const kept = (window.fangtanStill = window.fangtanStill || new Map());
  if (kept.get(data.key)?.name === data.name) return;
  kept.set(data.key, { name: data.name, value: data.value });
  window.dispatchEvent(new Event("fangtan-still"));
}
