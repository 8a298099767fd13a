using System.Text.Json.Nodes;
using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

/// <summary>Writes a published story as the API shows it, for whoever carries it elsewhere.</summary>
public delegate JsonNode StoryJson(Story story);
