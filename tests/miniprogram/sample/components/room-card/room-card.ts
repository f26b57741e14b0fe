Component({ properties: { title: String, count: Number } });
