"""The web layer: access, forms, fields, filters, navigation, links; layouts, components and static files."""
