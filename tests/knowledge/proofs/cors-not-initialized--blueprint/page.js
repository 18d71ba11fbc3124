import axios from "axios";

const api = axios.create({ baseURL: "http://localhost:5000" });

export const updateBasket = () => api.patch(`/shop/basket`, null, { headers: { "X-Requested-With": "XMLHttpRequest" } });
