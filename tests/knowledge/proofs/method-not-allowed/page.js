const API = "http://localhost:5000";

export async function removeTasks(id) {
  const response = await fetch(`${API}/api/tasks/${id}`, {
    method: "DELETE",
  });
  return response.text();
}
