// The reader of QR codes for browsers that have none of their own; scan.js asks for it when the camera is on.
export { default as jsQR } from "jsqr";
