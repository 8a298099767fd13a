using Microsoft.AspNetCore.Mvc.RazorPages;

namespace NewsSite.Web.Admin;

public sealed class IndexPage : PageModel;
