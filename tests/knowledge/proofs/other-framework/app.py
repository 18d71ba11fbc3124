from fastapi import FastAPI

app = FastAPI()
# fix: from here
# fix: to here


@app.get("/api/menu")
def menu():
    return {"dishes": 3}
