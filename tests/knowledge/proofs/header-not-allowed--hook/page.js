import axios from "axios";

const api = axios.create({ baseURL: "http://localhost:5000" });

export const saveVote = () => api.put(`/api/vote`, null, { headers: { "X-CSRF-Token": "4711" } });
