// The least that is content of each kind.
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
const silence = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

export const text = (words) => ({ type: 'text', text: words });
export const image = { type: 'image', data: onePixel, mimeType: 'image/png' };
export const sound = { type: 'audio', data: silence, mimeType: 'audio/wav' };
export const embedded = (uri, mimeType, words) => ({ type: 'resource', resource: { uri, mimeType, text: words } });
