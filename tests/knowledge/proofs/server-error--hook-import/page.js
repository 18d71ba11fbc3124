async function pay(number) {
  const answer = await fetch(`http://localhost:5000/api/invoices/${number}`, {
    method: "PUT",
  });
  return answer.json();
}

pay(7);
