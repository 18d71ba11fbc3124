import axios from "axios";

const api = axios.create({ baseURL: "http://localhost:5000" });

export const loadIo = () => api.get(`/socket.io/?EIO=4&transport=polling`);
